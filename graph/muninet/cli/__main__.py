"""`python -m muninet.cli`, the same as `muninet`."""

from muninet.cli import main

main()
