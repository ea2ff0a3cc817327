package dev.kiln.export.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every sampler against every number of steps, on one generator: what the judge says, and what it
 * looks like.
 *
 * @param card the generator
 * @param steps the columns
 * @param count how many samples were judged in each cell
 * @param rows from the sampler's name to its cells, in the order of the columns
 * @param refused from the name of a sampler that cannot drive the generator to the reason
 */
public record SamplerComparison(
    GeneratorCard card,
    List<Integer> steps,
    int count,
    Map<String, List<Cell>> rows,
    Map<String, String> refused) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Classes whose samples are shown in a cell. */
  private static final List<Integer> SHOWN = List.of(0, 2, 3, 5, 8);

  /**
   * One sampler at one number of steps.
   *
   * @param accuracy the share of samples in which the judge found the class that was asked for, or
   *     null where the sampler cannot take so few or so many steps
   * @param calls how many network calls a sample took
   * @param samples some samples, of a class each
   */
  public record Cell(@Nullable Double accuracy, int calls, List<FloatTensor> samples) {
    public Cell {
      samples = List.copyOf(samples);
    }
  }

  /**
   * Makes and judges all samples.
   *
   * @param generator the generator's name
   * @param samplers the rows
   * @param steps the columns
   * @param count how many samples a cell is judged by
   * @param seed the seed of all cells, so that they differ by sampler and steps alone
   * @param progress told a line for each row
   */
  public static SamplerComparison run(
      Engine engine,
      Judge judge,
      String generator,
      List<String> samplers,
      List<Integer> steps,
      int count,
      long seed,
      Consumer<String> progress)
      throws IOException {
    GeneratorCard card = SampleMaker.card(engine, generator, null);
    Evaluation evaluation = new Evaluation(engine, judge, System::nanoTime);
    Map<String, List<Cell>> rows = new LinkedHashMap<>();
    Map<String, String> refused = new LinkedHashMap<>();
    for (String sampler : samplers) {
      List<Cell> cells = new ArrayList<>();
      String reason = "";
      for (int n : steps) {
        EvaluationPlan plan =
            new EvaluationPlan(card.name(), card.version(), count, seed, sampler, n, null);
        try {
          double accuracy = evaluation.run(plan).accuracy();
          List<Outcome.Generated> shown = show(engine, card, sampler, n, seed);
          cells.add(
              new Cell(
                  accuracy,
                  shown.get(0).timings().networkCalls(),
                  shown.stream().map(generated -> generated.samples().get(0)).toList()));
        } catch (IllegalArgumentException e) {
          cells.add(new Cell(null, 0, List.of()));
          reason = Objects.requireNonNullElse(e.getMessage(), "");
        }
      }
      if (cells.stream().allMatch(cell -> cell.accuracy() == null)) {
        refused.put(sampler, reason);
      } else {
        rows.put(sampler, List.copyOf(cells));
      }
      progress.accept(sampler + line(cells));
    }
    return new SamplerComparison(card, List.copyOf(steps), count, rows, refused);
  }

  private static List<Outcome.Generated> show(
      Engine engine, GeneratorCard card, String sampler, int steps, long seed) throws IOException {
    List<Outcome.Generated> shown = new ArrayList<>();
    for (int label : SHOWN) {
      GenerationSpec spec =
          GenerationSpec.of(card.name())
              .withVersion(card.version())
              .withLabel(label)
              .withSeed(seed)
              .withSampler(sampler)
              .withSteps(steps);
      try {
        if (engine.submit(spec).outcome().get() instanceof Outcome.Generated generated) {
          shown.add(generated);
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IOException("the engine ended before the samples were made", e);
      }
    }
    return shown;
  }

  private static String line(List<Cell> cells) {
    StringBuilder line = new StringBuilder();
    cells.forEach(cell -> line.append("  ").append(percent(cell)));
    return line.toString();
  }

  static String percent(Cell cell) {
    Double accuracy = cell.accuracy();
    return accuracy == null ? "-" : String.format(Locale.ROOT, "%.0f%%", 100 * accuracy);
  }

  /** The figures as a Markdown table: a row for each sampler, a column for each number of steps. */
  public String markdown() {
    StringBuilder text = new StringBuilder("| sampler |");
    steps.forEach(n -> text.append(' ').append(n).append(" |"));
    text.append("\n| --- |").append(" ---: |".repeat(steps.size())).append('\n');
    rows.forEach(
        (sampler, cells) -> {
          text.append("| ").append(sampler).append(" |");
          cells.forEach(cell -> text.append(' ').append(percent(cell)).append(" |"));
          text.append('\n');
        });
    return text.toString();
  }

  /** The figures as one line of JSON. */
  public String json() {
    Map<String, Object> samplers = new LinkedHashMap<>();
    rows.forEach(
        (sampler, cells) -> {
          List<@Nullable Double> accuracies = new ArrayList<>();
          cells.forEach(cell -> accuracies.add(cell.accuracy()));
          samplers.put(sampler, accuracies);
        });
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("generator", card.name() + "/" + card.version());
    all.put("samplesPerCell", count);
    all.put("steps", steps);
    all.put("accuracy", samplers);
    all.put("refused", refused);
    try {
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of numbers are always JSON", e);
    }
  }
}
