"""The JSON API: parse a request, operate, render the answer."""
