"""What the user chose: the loop, the strategies, the interpreters, the width, the effort."""
