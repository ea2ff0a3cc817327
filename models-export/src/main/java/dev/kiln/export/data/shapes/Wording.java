package dev.kiln.export.data.shapes;

import dev.kiln.export.data.Draws;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts prompts into words, in one of many ways. */
final class Wording {
  private static final double PLAIN = 0.7;
  private static final List<String> ARTICLES = List.of("a", "the", "one");
  private static final String ANYTHING = "shape";

  private Wording() {}

  /** In the usual words: "a big red circle above a small blue square". */
  static String plain(Prompt prompt) {
    return words(prompt, null);
  }

  /** In words drawn anew each time: "large red circle over the little blue square". */
  static String varied(Prompt prompt, Draws draws) {
    return words(prompt, draws);
  }

  private static String words(Prompt prompt, @Nullable Draws draws) {
    List<String> words = new ArrayList<>();
    words.add(mention(prompt.first(), draws));
    Mention second = prompt.second();
    if (second != null) {
      Relation relation = prompt.relation();
      words.add(relation == null ? "and" : pick(relation.phrases(), draws));
      words.add(mention(second, draws));
    }
    return String.join(" ", words);
  }

  private static String mention(Mention mention, @Nullable Draws draws) {
    List<String> words = new ArrayList<>();
    String article = pick(ARTICLES, draws);
    if (draws == null || draws.uniform() < 0.8) {
      words.add(article);
    }
    if (mention.size() != null) {
      words.add(pick(mention.size().words(), draws));
    }
    if (mention.colour() != null) {
      words.add(mention.colour().word());
    }
    words.add(mention.form() == null ? ANYTHING : mention.form().word());
    return String.join(" ", words);
  }

  private static String pick(List<String> ways, @Nullable Draws draws) {
    return draws == null || draws.uniform() < PLAIN
        ? ways.get(0)
        : ways.get(draws.below(ways.size()));
  }
}
