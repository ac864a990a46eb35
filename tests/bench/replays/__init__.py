"""The answering rule on recorded and simulated noise: no loop runs, but for what is recorded anew."""
