package dev.kiln.schemas.request;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** The name that a misspelt one probably meant, by edit distance. */
final class NearestName {
  private static final int LONGEST = 64;

  private NearestName() {}

  static String of(String name, Collection<String> known) {
    String plain = plain(name);
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))))
        .orElseThrow();
  }

  /** Case, underscores and hyphens do not count; nor does what follows the longest length. */
  private static String plain(String name) {
    String start = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    return start.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein 1966, by rows. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
