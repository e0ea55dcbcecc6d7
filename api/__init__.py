"""The web server: FastAPI and Strawberry over the library."""
