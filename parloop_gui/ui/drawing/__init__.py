"""What charts are painted with, without Qt: shapes, texts, colours, and a painter of whichever medium."""
