"""What bots say. Everything here belongs to the demo, which says so in its title."""

REPS = (
    *("Abel", "Bea", "Cem", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kofi", "Lena"),
    *("Mats", "Nora", "Omar", "Pia", "Quinn", "Rosa", "Sami", "Tess", "Uma", "Vito", "Wren", "Yara"),
)
MANAGERS = ["Ines", "Piotr", "Marguerite", "Tomasz"]
NOTES = (
    "I ask who is in today before I promise anything.",
    "Clients call again until they get the answer they like.",
    "I say no, my colleague says yes, and I am the rude one.",
    "I hand over more than I need to, to be safe.",
    "It takes me two minutes more to find out whom to ask.",
    "I feel that I decide alone, and that nobody will stand by me.",
)
LINES = (
    "I asked the rule book. It asked me to call back tomorrow.",
    "I printed this decision twice, to be sure.",
    "My first answer was a form. This is my second.",
)
PRAISE = (
    ("the queue grew long", "told everyone how long it would take", "nobody had to wonder"),
    ("the client grew loud", "kept your voice low and your sentences short", "he could hear himself again"),
    ("the system was down", "wrote the request on paper and rang back", "nobody had to come twice"),
    ("you did not know", "said so and found somebody who did", "the client got one right answer"),
    ("a colleague was new", "let them listen to your call first", "they dared to take the next one"),
    ("the fee looked wrong", "looked at the whole year before you spoke", "the offer made sense"),
)
THANKS = ("for saying why", "for telling us that you were unsure, too", "for changing your mind in front of us")
COMMITMENTS = (
    "If a client asks for the third time, then I look for the cause before I answer.",
    "If I am not sure who decides, then I ask before I promise.",
    "If I hand over, then I say in one sentence what I have tried.",
)
WORDINGS = (
    "We give it once, we say why, and we mend the cause on the same day.",
    "We ask the owner first, and we tell the client by when we call back.",
    "We decide it at the desk up to this amount, and note the reason.",
)
