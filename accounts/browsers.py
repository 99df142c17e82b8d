"""Which browser somebody is signed in with: no more than tells it from their others.

What a browser says of itself also tells the build of its system and the make of its device.
"""

import re

# The first that is there: many also name those they are built like.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Version": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
LONGEST_NAME = 40


def name_of(user_agent):
    """Return the name and version of a browser, and the system it runs on."""
    for sign, name in BROWSERS.items():
        if version := re.search(rf"\b{sign}\w*/(\d+)", user_agent, re.ASCII):
            systems = (system for sign, system in SYSTEMS.items() if sign in user_agent)
            return ", ".join(filter(None, [f"{name} {version[1]}", next(systems, "")]))
    return user_agent.partition("(")[0].strip()[:LONGEST_NAME]


def keep_its_name(instance, **kwargs):
    """Store of a session's browser its name alone."""
    instance.user_agent = name_of(instance.user_agent)
