"""https of our own: a local authority that tablets are told to trust, its server certificate, and the door to both.

Only where `TLS=1` asks for it. Behind a web server with a certificate of its own nothing here runs. Words: an
*authority* signs certificates; the *certificate* is the website's; the *door* is the small plain address that hands out
the authority's public half to a tablet that does not know it yet.
"""
