"""Acts on agreements: drafting, rounds of signature, signing, publication."""
