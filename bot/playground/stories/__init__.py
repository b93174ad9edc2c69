"""Prepared pilots: cases that come with the product, played at reading speed before somebody who watches."""
