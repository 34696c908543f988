"""What the end-to-end suites share: a real beaverd, a faulty upstream, clients that see every byte. Standard library only."""
