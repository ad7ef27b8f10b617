"""A private copy of the mall for each trainee; public.

copy = prepare_copy(user)
with inside(copy):
    NoticePage.objects.live()  # those of the copy
"""

from gerai.academy.practice.addresses import address_of

__all__ = ["address_of"]
