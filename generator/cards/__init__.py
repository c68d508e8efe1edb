"""Social cards: the picture of a paper or a topic that chats and social networks show beside a link to it.

    cards = CardPlan(library, indexes, identity, hues, wanted=None)   # cheap; nothing is drawn yet
    cards.of_page("papers/kimi-linear/")      # SocialCard(address="cards/papers/kimi-linear.png", alt=…) or None
    card_files(cards.designs[:100], folder)   # the pictures, drawn or taken from the cache's folder

A picture needs a full address, so a site that does not know its own has none.
"""
