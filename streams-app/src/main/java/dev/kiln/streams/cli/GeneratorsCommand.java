package dev.kiln.streams.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.card.TextSpec;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./kiln generators}: what is there, and what cannot serve and why. */
@Command(
    name = "generators",
    description = "List the generators: conditions, steps, scores, and what cannot serve.",
    footer = {"", "Example:", "  ./kiln generators"},
    sortOptions = false)
final class GeneratorsCommand implements Callable<Integer> {

  @Option(names = "--json", description = "Print the cards and problems as JSON.")
  private boolean json;

  @Mixin private ModelsOption models = new ModelsOption();
  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Succeeds also when a directory cannot serve: the list says so. */
  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (Engine engine = Engine.open(models.directory())) {
      if (json) {
        out.println(asJson(engine));
      } else {
        engine.generators().forEach(card -> describe(card).forEach(out::println));
        if (engine.generators().isEmpty()) {
          out.println("There is no generator in " + models.directory() + " that can serve.");
        }
        engine.problems().forEach(problem -> out.println("Not served: " + problem));
      }
      out.flush();
      return 0;
    }
  }

  private static String asJson(Engine engine) throws JsonProcessingException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("generators", engine.generators());
    all.put("problems", engine.problems());
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static List<String> describe(GeneratorCard card) {
    List<String> lines = new ArrayList<>();
    lines.add(card.name() + " " + card.version() + " (" + card.family() + ")");
    if (card.description() != null) {
      lines.add("  " + card.description());
    }
    lines.add(
        "  makes       %s %s, values %s to %s"
            .formatted(
                card.sample().kind().name().toLowerCase(Locale.ROOT),
                card.sample().shape(),
                card.sample().low(),
                card.sample().high()));
    for (ColumnSpec column : card.sample().columns()) {
      lines.add("  column      " + column(column));
    }
    lines.add("  conditions  " + conditions(card.conditions()));
    lines.add("  sampling    " + sampling(card));
    for (Score score : card.scores()) {
      lines.add("  score       " + score(score));
    }
    lines.add("");
    return lines;
  }

  private static String column(ColumnSpec column) {
    String values =
        switch (column.type()) {
          case BOOLEAN -> "";
          case CATEGORICAL -> ": " + String.join(", ", column.categories());
          case INTEGER, REAL ->
              " from "
                  + plain(column.knots().get(0))
                  + " to "
                  + plain(column.knots().get(column.knots().size() - 1));
        };
    return "%s, %s%s%s"
        .formatted(
            column.name(),
            column.type().spelling(),
            values,
            column.nullable() ? ", can be missing" : "");
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  private static String conditions(List<ConditionSpec> conditions) {
    return conditions.isEmpty()
        ? "none"
        : conditions.stream()
            .map(c -> c.name() + ": " + values(c) + (c.required() ? "" : " (may be left out)"))
            .collect(Collectors.joining("; "));
  }

  private static String values(ConditionSpec condition) {
    if (condition.kind() == ConditionKind.ROW) {
      return "any columns";
    }
    TextSpec text = condition.text();
    if (text == null) {
      return String.join(", ", condition.classes());
    }
    String words = "up to %d words, listed in %s".formatted(text.maxWords(), text.vocabulary());
    return text.examples().isEmpty()
        ? words
        : words + ", such as \"" + String.join("\", \"", text.examples()) + "\"";
  }

  private static String sampling(GeneratorCard card) {
    Defaults defaults = card.defaults();
    String guidance =
        card.guidance()
            .map(GuidanceSpec::limit)
            .map(limit -> "guidance %s, at most %s".formatted(defaults.guidanceStrength(), limit))
            .orElse("no guidance");
    return "%s, %d %s, at most %d; %s"
        .formatted(
            defaults.sampler(),
            defaults.steps(),
            defaults.steps() == 1 ? "step" : "steps",
            card.limitsOrDefault().steps(),
            guidance);
  }

  private static String score(Score score) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, "%s %.3f over %d samples", score.name(), score.value(), score.samples()));
    if (score.sampler() != null) {
      text.append(", ").append(score.sampler());
    }
    if (score.steps() != null) {
      text.append(", ").append(score.steps()).append(score.steps() == 1 ? " step" : " steps");
    }
    if (score.guidance() != null) {
      text.append(", guidance ").append(score.guidance());
    }
    return text.append(score.judge() == null ? "" : ", judge: " + score.judge()).toString();
  }
}
