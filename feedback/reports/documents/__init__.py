"""An edition printed: its lines in words, its drawings, its page and its PDF. All print, none computes."""
