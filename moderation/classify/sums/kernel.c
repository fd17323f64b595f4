/* The sums of hashed n-grams over texts: what grams.py defines and arrays.py computes with NumPy, bit for bit.
 *
 * `.ci/kernel.py` compiles this to kernel.wasm, which runs on every machine without a compiler there, and in which no
 * text, however hostile, can reach memory outside the sandbox. Nothing is allocated here: sandbox.py lays out the
 * memory. All arithmetic wraps at 32 bits, as NumPy's does.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#define LANES 8        /* labels that one call sums; a row of the table is 8 bytes */
#define LONGEST 51     /* code points in a token: 40, an apostrophe, 10 */
#define OFFSET 0x811C9DC5u
#define PRIME 0x01000193u
#define GOLDEN 0x9E3779B1u
#define WORD_SALT 0x51ED270Bu
#define PAIR_SALT 7u

typedef struct {
    int32_t lane[LANES];
} Sums;

/* One of a text's distinct tokens. */
typedef struct {
    uint32_t hash, start, length, unused;
    Sums own;
} Token;

typedef struct {
    Sums tokens, pairs, strongest;
    int32_t distinct, unused[7];
} Result;

/* sandbox.py writes these fields by their names and order; all are 32 bits wide, pointers are offsets. */
typedef struct {
    const int8_t *table;
    uint32_t bits, first_order, last_order, window, texts;
    const uint32_t *lengths; /* code points of each text */
    const uint32_t *codes;   /* the texts, one after the other */
    Result *results;         /* one for each text */
    Token *seen;             /* as many as the longest text has code points */
    uint32_t *slots;         /* two open hash tables of (stamp, value): for tokens, and `half` numbers on for pairs */
    uint32_t half;
    Sums *ring;     /* the last `window` tokens */
    uint32_t stamp; /* of the present text: a slot with another stamp is empty, so that none has to be cleared */
} Job;

static Job job;

static inline int is_word(uint32_t c) {
    if (c < 0x80) return (c - '0' < 10) | ((c | 32) - 'a' < 26);
    return (c - 0xC0 < 0x2000 - 0xC0) | (c - 0x2C00 < 0x200) | (c - 0x2E80 < 0x180) | (c - 0x3040 < 0xD800 - 0x3040) |
           (c - 0xF900 < 0x110000 - 0xF900);
}

/* Asked of what is no word character. */
static inline int is_space(uint32_t c) {
    return (c <= 0x20) | (c - 0x7F < 0x22) | (c - 0x2000 < 0x10) | (c - 0x2028 < 8) | (c - 0x205F < 0x11) |
           (c == 0x3000);
}

static inline uint32_t run_of_words(const uint32_t *at, const uint32_t *end, uint32_t most) {
    uint32_t n = 0;
    while (n < most && at + n < end && is_word(at[n])) n++;
    return n;
}

/* The length of the token that begins at `at`, 0 where there is space. */
static inline uint32_t token_length(const uint32_t *at, const uint32_t *end) {
    uint32_t n = run_of_words(at, end, 40);
    if (n) {
        if (at + n < end && at[n] == '\'') {
            uint32_t more = run_of_words(at + n + 1, end, 10);
            if (more) n += 1 + more;
        }
        return n;
    }
    while (n < 20 && at + n < end && !is_word(at[n]) && !is_space(at[n])) n++;
    return n;
}

static inline uint32_t mix(uint32_t h) {
    h = (h ^ h >> 16) * 0x85EBCA6Bu;
    h = (h ^ h >> 13) * 0xC2B2AE35u;
    return h ^ h >> 16;
}

static inline v128_t mix4(v128_t h) {
    h = wasm_i32x4_mul(wasm_v128_xor(h, wasm_u32x4_shr(h, 16)), wasm_u32x4_splat(0x85EBCA6Bu));
    h = wasm_i32x4_mul(wasm_v128_xor(h, wasm_u32x4_shr(h, 13)), wasm_u32x4_splat(0xC2B2AE35u));
    return wasm_v128_xor(h, wasm_u32x4_shr(h, 16));
}

static inline uint32_t word_hash(const uint32_t *codes, uint32_t length) {
    uint32_t h = (OFFSET ^ ' ') * PRIME;
    for (uint32_t i = 0; i < length; i++) h = (h ^ codes[i]) * PRIME;
    return mix((h ^ ' ') * PRIME);
}

static inline v128_t row(uint32_t hash) {
    return wasm_i16x8_load8x8(job.table + LANES * (hash >> (32 - job.bits)));
}

/* Two vectors of four 32-bit sums. */
typedef struct {
    v128_t low, high;
} Wide;

static inline Wide widened(v128_t narrow) {
    return (Wide){wasm_i32x4_extend_low_i16x8(narrow), wasm_i32x4_extend_high_i16x8(narrow)};
}

static inline Wide load(const Sums *from) {
    return (Wide){wasm_v128_load(from->lane), wasm_v128_load(from->lane + 4)};
}

static inline void store(Sums *to, Wide sums) {
    wasm_v128_store(to->lane, sums.low);
    wasm_v128_store(to->lane + 4, sums.high);
}

static inline Wide plus(Wide a, Wide b) {
    return (Wide){wasm_i32x4_add(a.low, b.low), wasm_i32x4_add(a.high, b.high)};
}

static inline Wide minus(Wide a, Wide b) {
    return (Wide){wasm_i32x4_sub(a.low, b.low), wasm_i32x4_sub(a.high, b.high)};
}

static inline Wide larger(Wide a, Wide b) {
    return (Wide){wasm_i32x4_max(a.low, b.low), wasm_i32x4_max(a.high, b.high)};
}

static const Wide NONE;

/* The rows of up to four n-grams; `fit` of them lie within the token. At most 4 x 128, so 16 bits hold the sum. */
static inline v128_t four_rows(v128_t hashes, uint32_t fit) {
    v128_t sum = row(wasm_u32x4_extract_lane(hashes, 0));
    if (fit > 1) sum = wasm_i16x8_add(sum, row(wasm_u32x4_extract_lane(hashes, 1)));
    if (fit > 2) sum = wasm_i16x8_add(sum, row(wasm_u32x4_extract_lane(hashes, 2)));
    if (fit > 3) sum = wasm_i16x8_add(sum, row(wasm_u32x4_extract_lane(hashes, 3)));
    return sum;
}

/* The weight of a token: its n-grams, and itself as a word. */
static Wide weigh(const uint32_t *codes, uint32_t length, uint32_t hash) {
    static uint32_t spaced[LONGEST + 2 + 32];
    uint32_t size = length + 2;
    spaced[0] = ' ';
    for (uint32_t i = 0; i < length; i++) spaced[i + 1] = codes[i];
    spaced[length + 1] = ' ';
    Wide sums = widened(row(mix(hash + WORD_SALT)));
    for (uint32_t at = 0; at + job.first_order <= size; at += 4) {
        v128_t h = wasm_u32x4_splat(OFFSET);
        for (uint32_t n = 1; n <= job.last_order && at + n <= size; n++) {
            h = wasm_i32x4_mul(wasm_v128_xor(h, wasm_v128_load(spaced + at + n - 1)), wasm_u32x4_splat(PRIME));
            if (n < job.first_order) continue;
            v128_t hashes = mix4(wasm_i32x4_add(h, wasm_u32x4_splat(n * GOLDEN)));
            sums = plus(sums, widened(four_rows(hashes, size - at - n + 1)));
        }
    }
    return sums;
}

static inline int same(const uint32_t *a, const uint32_t *b, uint32_t length) {
    for (uint32_t i = 0; i < length; i++)
        if (a[i] != b[i]) return 0;
    return 1;
}

/* The token's place among the distinct ones of its text; a new one is weighed. */
static inline Token *find(const uint32_t *text, uint32_t start, uint32_t length, uint32_t mask,
                          Result *result) {
    uint32_t hash = word_hash(text + start, length);
    for (uint32_t slot = hash & mask;; slot = (slot + 1) & mask) {
        uint32_t *entry = job.slots + 2 * slot;
        if (entry[0] == job.stamp) {
            Token *known = job.seen + entry[1];
            if (known->hash == hash && known->length == length && same(text + known->start, text + start, length))
                return known;
            continue;
        }
        Token *new = job.seen + result->distinct;
        entry[0] = job.stamp;
        entry[1] = result->distinct++;
        new->hash = hash;
        new->start = start;
        new->length = length;
        Wide own = weigh(text + start, length, hash);
        store(&new->own, own);
        store(&result->tokens, plus(load(&result->tokens), own));
        return new;
    }
}

/* Whether the text's pairs have not had this bucket before. */
static inline int is_new_pair(uint32_t bucket, uint32_t mask) {
    uint32_t *slots = job.slots + job.half;
    for (uint32_t slot = bucket & mask;; slot = (slot + 1) & mask) {
        uint32_t *entry = slots + 2 * slot;
        if (entry[0] != job.stamp) {
            entry[0] = job.stamp;
            entry[1] = bucket;
            return 1;
        }
        if (entry[1] == bucket) return 0;
    }
}

static void sum_text(const uint32_t *text, uint32_t length, Result *result) {
    uint32_t mask = 15; /* at least twice as many slots as there can be tokens */
    while (mask + 1 < 2 * length) mask = 2 * mask + 1;
    store(&result->tokens, NONE);
    result->distinct = 0;
    Wide inside = NONE, strongest = NONE, pairs = NONE;
    const Token *before = 0;
    uint32_t count = 0;
    for (uint32_t at = 0; at < length;) {
        uint32_t size = token_length(text + at, text + length);
        if (!size) {
            at++;
            continue;
        }
        const Token *token = find(text, at, size, mask, result);
        Wide here = load(&token->own);
        if (before) {
            uint32_t hash = mix(before->hash * GOLDEN + token->hash + PAIR_SALT);
            Wide pair = widened(row(hash));
            if (is_new_pair(hash >> (32 - job.bits), mask)) pairs = plus(pairs, pair);
            here = plus(here, pair);
        }
        inside = plus(inside, here);
        Sums *oldest = job.ring + count % job.window;
        if (count >= job.window) inside = minus(inside, load(oldest));
        store(oldest, here);
        if (++count <= job.window) strongest = inside;
        else strongest = larger(strongest, inside);
        before = token;
        at += size;
    }
    store(&result->pairs, pairs);
    store(&result->strongest, strongest);
}

/* Where the caller writes the job. */
__attribute__((export_name("job"))) Job *job_at(void) { return &job; }

__attribute__((export_name("sum"))) void sum(void) {
    const uint32_t *text = job.codes;
    for (uint32_t i = 0; i < job.texts; i++) {
        if (++job.stamp == 0) { /* after four billion texts */
            for (uint32_t at = 0; at < 2 * job.half; at++) job.slots[at] = 0;
            job.stamp = 1;
        }
        sum_text(text, job.lengths[i], job.results + i);
        text += job.lengths[i];
    }
}
