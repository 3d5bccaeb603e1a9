"""Documents people open beside the chat: letters, calendar entries, lists, codes on a screen.

``model`` says what a document holds and costs nothing to import; ``making`` makes its bytes and is loaded only in the
worker process, with the libraries it needs.
"""
