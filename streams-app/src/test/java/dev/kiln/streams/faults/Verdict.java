package dev.kiln.streams.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the verifier found wrong, by kind, one sentence each. Empty is as it has to be. */
final class Verdict {

  /** In what way an answer can be wrong. */
  enum Kind {
    /** A request without an answer, or without a part of it. */
    MISSING,
    /** A sample or failure that is there more than once, or beside the other. */
    DUPLICATED,
    /** Answers of one key that do not come in the order of its requests. */
    REORDERED,
    /** The samples of one answer that do not lie together, in the order of their index. */
    TORN,
    /** An answer that is not the one that had to come. */
    WRONG
  }

  private static final int SHOWN = 8;

  private final Map<Kind, List<String>> findings = new TreeMap<>();

  void add(Kind kind, String sentence) {
    findings.computeIfAbsent(kind, k -> new ArrayList<>()).add(sentence);
  }

  int count(Kind kind) {
    return findings.getOrDefault(kind, List.of()).size();
  }

  boolean isGood() {
    return findings.isEmpty();
  }

  /** The first sentences of each kind. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    findings.forEach(
        (kind, sentences) -> {
          text.append(kind).append(": ").append(sentences.size()).append(System.lineSeparator());
          sentences.stream()
              .limit(SHOWN)
              .forEach(each -> text.append("  ").append(each).append(System.lineSeparator()));
        });
    return text.isEmpty() ? "nothing is wrong" : text.toString();
  }
}
