"""What an address of this app may hold beside numbers."""

from django.urls.converters import StringConverter


class LinkTokenConverter(StringConverter):
    """What makes the link of an e-mail the only one: 32 random bytes, as 43 signs that an address may hold."""

    regex = "[A-Za-z0-9_-]{43}"
