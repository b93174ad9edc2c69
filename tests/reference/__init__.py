"""The pages of docs/reference that are written from the code: each module here makes one of them."""
