"""What is new: news, notices, events, albums, documents, questions, banners."""
