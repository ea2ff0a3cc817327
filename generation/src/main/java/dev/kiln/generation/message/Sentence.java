package dev.kiln.generation.message;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Sentences for people that carry words of strangers: on one line, without control characters or
 * marks that turn the direction of writing, and never longer than a limit.
 */
public final class Sentence {

  /** The longest sentence, in characters. */
  public static final int LONGEST = 600;

  private static final int LONGEST_QUOTE = 80;
  private static final int LONGEST_LIST = 20;

  private static final Pattern BLANK = Pattern.compile("[\\s\\u0085\\u2028\\u2029]+");

  /** Control and format characters, halves of a pair, and code points that mean nothing. */
  private static final Pattern UNSPEAKABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}]");

  private Sentence() {}

  /** The text as a sentence may carry it. */
  public static String plain(String text) {
    return cut(text, LONGEST);
  }

  /** A stranger's word in quotes. */
  public static String quoted(String word) {
    return '"' + cut(word, LONGEST_QUOTE) + '"';
  }

  /** Some words, or the first of many. */
  public static String listed(List<String> words) {
    if (words.size() <= LONGEST_LIST) {
      return String.join(", ", words);
    }
    return String.join(", ", words.subList(0, LONGEST_LIST))
        + " and "
        + (words.size() - LONGEST_LIST)
        + " others";
  }

  private static String cut(String text, int longest) {
    // What is cut away in any case need not be looked at: it may be megabytes.
    boolean cut = text.length() > longest;
    String start = cut ? text.substring(0, longest - 3) : text;
    String line = BLANK.matcher(start).replaceAll(" ");
    String plain = UNSPEAKABLE.matcher(line).replaceAll("?").strip();
    return cut ? plain + "..." : plain;
  }
}
