package dev.kiln.export.data.shapes;

import java.util.List;
import java.util.Locale;

/** The outline of a thing; each fills the square from -1 to 1 in both directions, y downwards. */
public enum Form {
  CIRCLE {
    @Override
    public boolean covers(double x, double y) {
      return x * x + y * y <= 1;
    }
  },
  SQUARE {
    @Override
    public boolean covers(double x, double y) {
      return Math.abs(x) <= 1 && Math.abs(y) <= 1;
    }
  },
  /** Stands on its base. */
  TRIANGLE {
    @Override
    public boolean covers(double x, double y) {
      return Math.abs(y) <= 1 && Math.abs(x) <= (y + 1) / 2;
    }
  },
  /** Two bars, each a third as thick as it is long. */
  CROSS {
    @Override
    public boolean covers(double x, double y) {
      double narrow = Math.min(Math.abs(x), Math.abs(y));
      return narrow <= 1.0 / 3 && Math.max(Math.abs(x), Math.abs(y)) <= 1;
    }
  };

  /** Whether a point lies on the form. */
  public abstract boolean covers(double x, double y);

  /** What a prompt calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its place among all of them, from 0. */
  int place() {
    return List.of(values()).indexOf(this);
  }
}
