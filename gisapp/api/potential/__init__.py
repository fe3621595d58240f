"""The part of the API that tells what districts are good at and could become."""
