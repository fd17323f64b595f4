/* How much of a text has been on the screen: from its top down and without a gap, so that what somebody only jumped over
 * is not called seen. Kept as a share of its height, which is still about right in a narrower window. */

const SLACK_PX = 10; // the space under a last line says nothing
const OVERLAP_PX = 48; // what was read last stays in sight, a line or two of it

class Reading {
  constructor() {
    this.share = 0;
  }

  /* Take in what stands between two edges of the window now. */
  note(text, { top, bottom }) {
    const box = text.getBoundingClientRect();
    if (!box.height || (top - box.top) / box.height > this.share) return;
    this.share = Math.max(this.share, Math.min((bottom + SLACK_PX - box.top) / box.height, 1));
  }

  left(text) {
    return text.getBoundingClientRect().height * (1 - this.share);
  }

  /* To approve, all of a text must have been there. Who has read half a screen of it may have read enough to reject it. */
  isEnough(text, isForAll, { top, bottom }) {
    const { height } = text.getBoundingClientRect();
    const least = isForAll ? height : Math.min(height, (bottom - top) / 2);
    return height <= SLACK_PX || height * this.share >= least - 1;
  }

  /* How far down it is to what was not there yet: no further than to the end of the text. */
  way(text, { top, bottom }) {
    const box = text.getBoundingClientRect();
    return Math.min(box.top + box.height * this.share - OVERLAP_PX - top, box.bottom + SLACK_PX - bottom);
  }

  /* What to say of the rest. */
  words(text, { top, bottom }) {
    const screens = Math.ceil(this.left(text) / (bottom - top - OVERLAP_PX));
    return screens > 1
      ? `Not decided: there is more of this comment, about ${screens} screens. Each press shows the next one.`
      : "Not decided: there is more of this comment. Here is the rest; press again to decide.";
  }
}
