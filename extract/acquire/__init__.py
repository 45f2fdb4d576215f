"""From the network to bytes, and into the archive: `Client` fetches pages, `Archive` keeps them."""
