"""Network addresses, told apart for a day without being kept.

What stands for an address has the form of one, as the library stores it in a column for addresses:
a private network of IPv6 (fd00::/8), which is nobody's on the internet.
"""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.utils import timezone
from django.utils.crypto import salted_hmac

# Nobody is given less of IPv6, and whoever is may use any of it.
NETWORK_BITS = 64


def pseudonym(address):
    """Return what stands for the network of an address until the day ends (UTC).

    The next day has another key, so nobody is followed from one day to the next. Whoever knows
    SECRET_KEY can still find out by trial which address it was.
    """
    salt = f"accounts.networks {timezone.now():%Y-%m-%d}"
    digest = salted_hmac(salt, _network(address), algorithm="sha256").digest()
    return str(IPv6Address(b"\xfd" + digest[:7] + bytes(8)))


def _network(text):
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), NETWORK_BITS), strict=False))
