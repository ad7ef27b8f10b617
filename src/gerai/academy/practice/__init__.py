"""A private copy of the mall for each trainee; public.

copy = prepare_copy(user)
with inside(copy):
    NoticePage.objects.live()  # those of the copy
copy = arrange(copy, load_scene(steps, file="close-a-counter.yaml"))
address_of(copy, "/admin/tugas/")  # /latihan/admin/tugas/
"""

from gerai.academy.practice.addresses import address_of
from gerai.academy.practice.connecting import inside
from gerai.academy.practice.scenes import arrange, load_scene

__all__ = ["address_of", "arrange", "inside", "load_scene"]
