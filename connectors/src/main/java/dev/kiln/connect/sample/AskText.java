package dev.kiln.connect.sample;

import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Conditions as a setting writes them: {@code name=value, name=value}, and {@code |} between
 * alternatives. A comma that is not followed by a name and an equals sign belongs to the value, so
 * that prompts may have commas. {@code label=*} stands for one alternative for each class.
 */
public final class AskText {

  private static final Pattern BAR = Pattern.compile("\\|");
  private static final Pattern COMMA_BEFORE_NAME = Pattern.compile(",(?=\\s*[\\w.-]+\\s*=)");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*([\\w.-]+)\\s*=\\s*(.*?)\\s*", Pattern.DOTALL);
  private static final String EVERY_CLASS = "*";

  private AskText() {}

  /**
   * The alternatives, at least one.
   *
   * @throws IllegalArgumentException in one sentence, if the text cannot be read
   */
  public static List<Ask> read(String text, GeneratorCard card) {
    if (text.isBlank()) {
      return List.of(Ask.NOTHING);
    }
    List<Ask> alternatives = new ArrayList<>();
    for (String alternative : BAR.split(text, -1)) {
      alternatives.addAll(everyClass(new Ask(assignments(alternative)), card));
    }
    return List.copyOf(alternatives);
  }

  private static Map<String, String> assignments(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : COMMA_BEFORE_NAME.split(text, -1)) {
      Matcher assignment = ASSIGNMENT.matcher(part);
      if (!assignment.matches()) {
        throw new IllegalArgumentException(
            "expected name=value, with commas between and | between alternatives, found \""
                + part.strip()
                + "\"");
      }
      if (values.put(assignment.group(1), assignment.group(2)) != null) {
        throw new IllegalArgumentException("\"" + assignment.group(1) + "\" is given twice");
      }
    }
    return values;
  }

  private static List<Ask> everyClass(Ask ask, GeneratorCard card) {
    List<Ask> all = List.of(ask);
    for (Map.Entry<String, String> value : ask.values().entrySet()) {
      List<String> classes =
          card.condition(value.getKey()).map(ConditionSpec::classes).orElse(List.of());
      if (value.getValue().equals(EVERY_CLASS) && !classes.isEmpty()) {
        List<Ask> more = new ArrayList<>();
        all.forEach(a -> classes.forEach(c -> more.add(a.with(Map.of(value.getKey(), c)))));
        all = more;
      }
    }
    return all;
  }
}
