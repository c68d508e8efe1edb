"""The site without a connection: a service worker for visitors, and an edition that opens from a disk."""
