"""Operations' own checks for ``gerai doctor``; see ``operations.doctor``."""
