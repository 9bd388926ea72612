"""Pages for people: plain HTML from the server, one style sheet, no script, nothing from another host."""
