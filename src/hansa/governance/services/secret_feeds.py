"""Opens calendar feeds by their secret address."""

from datetime import datetime

from hansa.directory.reads import accounts as account_reads
from hansa.directory.services.accounts import keys
from hansa.governance.reads import secret_feeds as reads
from hansa.governance.terms.feeds import FeedContent


def open_feed(secret: str, at: datetime) -> FeedContent:
    """Give what a secret calendar address shows; the secret stands for who asks.

    Raises:
        Missing: the address is unknown or taken back, or its account may not see it.
    """
    feed = keys.find_feed(secret, at)
    if feed is None:
        raise reads.unknown_feed()
    actor = account_reads.actor_of_account(feed.account_id, feed.league, at)
    return reads.content_for(actor, feed)
