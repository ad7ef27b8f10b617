"""The question path: a small tree of questions that ends at one service."""
