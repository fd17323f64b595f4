"""Sites in English."""

from __future__ import annotations

from typing import Final

from benchmarks.made.language import HEADERS, Language

ENGLISH: Final = Language(
    code="en",
    months=(
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    dates=(
        "{month_name} {day}, {year} at {hour12}:{minute} {half}",
        "{mon} {day}, {year}",
        "{year}-{month:02}-{day:02} {hour:02}:{minute}",
        "{day:02}.{month:02}.{year} {hour:02}:{minute}",
        "{day} {month_name} {year}, {hour:02}:{minute}",
        "{day} {mon} {year}",
        "{age} hours ago",
        "{age} days ago",
        "{age} years ago",
        "{age}d",
        "{age}h ago",
        "{month}/{day}/{year} {hour12}:{minute} {half}",
        "{day:02}/{month:02}/{year} {hour:02}:{minute}",
        "{month_name} {day}",
        "{day} {mon} {year} {hour12}:{minute}{half}",
        "on {month_name} {day}, {year} at {hour12}:{minute}{half}",
    ),
    headers=(
        *HEADERS,
        "{name} says:\n{date}\n",
        "{name} says {date}\n",
        "{name} wrote on {date}:\n",
        "Posted by {name} on {date}\n",
        "By {name}, {date}\n",
        "Comment by {name} — {date}\n",
        "#{number} {name} {date}\n",
        "{date}\n{name}\n",
        "{name} ({date})\n",
        "{name}'s avatar\n{name}\n{date}\n",
        "{name}\n{badge}\n{date}\n",
        "{name}\n•\n{date}\n",
        "{name} {count} points {date}\n",
        "u/{nick}\n{date}\n",
        "@{nick}\n{date}\n",
        "From: {name}\nDate: {date}\n",
        "{name}: {date}\n",
        "{name} replied {date}\n",
        "{name} said on {date}\n",
        "[{date}] {name}:\n",
    ),
    rows=(
        "",
        "\n",
        "Reply\n",
        "Reply\n\n",
        "Like\nReply\n{count}\n",
        "Like · Reply · Share\n",
        "Reply Report\n",
        "\nReport\n\n",
        "{count}\n{age}\nReply\n",
        "Recommend ({count})\nReply\nFlag\n\n",
        "{count} • Reply • Share ›\n\n",
        "Report abuse\n",
        "Permalink | Reply\n\n",
        "Up: {count} Down: {age}\nReply\n",
        "Reply to {name}\n",
        "Quote\nReport post\n",
    ),
    headings=(
        "",
        "Comments\n",
        "{all} Comments\n",
        "{all} comments\nSort by: Newest\n",
        "Comments ({all})\n\nLog in to comment\n",
        "Readers' comments\n",
        "{all} Responses to “The bridge”\n",
        "Join the conversation\n",
        "View all {all} comments\n",
        "Discussion\n\n",
    ),
    ends=(
        "",
        "Load more comments\n",
        (
            "Leave a Reply\nYour email address will not be published. Required fields are marked *\nName *\nEmail "
            "*\nWebsite\n"
        ),
        "You must be logged in to post a comment.\n",
        "Comments are closed.\n",
        (
            "Add a comment\nSubmit\n\nRelated articles\nTolls to rise in spring\nFerry back in service\n\n© 2024 The "
            "Courier\n"
        ),
        "Show more\n\nMost read\n1 Tolls to rise in spring\n2 Ferry back in service\n",
    ),
    tops=(
        "",
        "Old bridge to close for two years\n",
        "Old bridge to close for two years\nBy Hal Winter\nMay 2, 2024\n",
        "Old bridge to close for two years\n\nPublished 2 May 2024, 06:00\nShare\n\n",
    ),
    article=(
        (
            "The council voted on Tuesday to close the old bridge for two years, after engineers had found cracks in "
            "two of the seven piers."
        ),
        (
            "Residents said that they had not been asked, and that the detour would take them half an hour each way, "
            "every day of the week."
        ),
        "The mayor answered that the bridge was unsafe, and that no other way was found.",
        (
            "“We have looked at everything,” she said. “There is no money for a second bridge, and the ferry cannot "
            "carry lorries.”"
        ),
        "Work begins in June and is to be finished by the end of next year.",
    ),
    sentences=(
        "I have crossed that bridge every morning for twenty years and it never shook.",
        "They should have asked us first.",
        "Two years is a long time.",
        "The engineers' report is online, and it is worth reading before one cries plot.",
        "Who pays for the detour? Not the mayor, that is for sure.",
        "Good riddance, it was ugly anyway.",
        "lol",
        "No.",
        "This is what happens when nobody votes.",
        "My grandfather built half of it, and he would weep.",
        "Has anybody asked the bus company?",
        "In 1987 they said the same about the old mill, and look what we got.",
        "so sad",
        "Well said!",
        (
            "I disagree with nearly everything in this article, but the part about the tolls is right: they never "
            "brought in what was promised."
        ),
        "The council met on 3 May and nobody came.",
        "https://example.org/report explains it.",
        "First of all, the bridge is not closed to walkers.",
        "100% agree",
        "What about cyclists?",
    ),
    badges=("Top commenter", "Moderator", "Subscriber", "Member", "Verified"),
    titles=("Bridges and tolls", "Re: Bridges", "No more tolls", "Why now"),
)
