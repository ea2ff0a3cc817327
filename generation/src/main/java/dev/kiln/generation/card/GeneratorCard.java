package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a generator.json: what the generator makes, from what, by which chain of networks,
 * how it was trained and what it scored. Validates at birth.
 *
 * @param name the generator's name, as requests use it
 * @param version its version, as requests may pin it
 * @param family diffusion, consistency, gan, …
 * @param description one sentence for people
 * @param sample what one sample is
 * @param conditions what it can be conditioned on
 * @param stages the stages, in order; those that encode conditions come first
 * @param defaults what a request gets that does not say otherwise
 * @param limits what a request may ask for at most
 * @param training how it was trained, free-form
 * @param scores what it scored
 * @param files the sha256 (hex) of every file that stages and conditions name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GeneratorCard(
    String name,
    String version,
    String family,
    @Nullable String description,
    SampleSpec sample,
    List<ConditionSpec> conditions,
    List<StageSpec> stages,
    Defaults defaults,
    @Nullable Limits limits,
    @Nullable JsonNode training,
    List<Score> scores,
    Map<String, String> files) {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public GeneratorCard {
    Require.name("name", name);
    Require.name("version", version);
    Require.present("family", family);
    Require.present("sample", sample);
    Require.present("stages", stages);
    Require.present("defaults", defaults);
    Require.present("files", files);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    stages = List.copyOf(stages);
    limits = limits == null ? Limits.DEFAULT : limits;
    scores = scores == null ? List.of() : List.copyOf(scores);
    files = Map.copyOf(files);
    files.keySet().forEach(file -> Require.name("a name in files", file));
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages must hold at least one stage");
    }
    for (StageSpec stage : stages) {
      checkHash(files, stage.network());
    }
    for (ConditionSpec condition : conditions) {
      if (condition.text() != null) {
        checkHash(files, condition.text().vocabulary());
      }
    }
    checkEncodeStages(stages, conditions);
    if (conditions.stream().anyMatch(c -> c.kind() == ConditionKind.ROW)
        && (sample.kind() != SampleKind.ROW
            || stages.size() != 1
            || !stages.get(0).keepsColumns())) {
      throw new IllegalArgumentException(
          "a condition of kind row needs samples that are rows and one stage that can keep columns");
    }
  }

  private static void checkHash(Map<String, String> files, String file) {
    String hash = files.get(file);
    if (hash == null || !SHA256.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "files must give the sha256 of " + file + ", found " + hash);
    }
  }

  private static void checkEncodeStages(List<StageSpec> stages, List<ConditionSpec> conditions) {
    Set<String> roles = new HashSet<>(StageSpec.ROLES);
    conditions.forEach(condition -> roles.add(condition.name()));
    boolean chain = false;
    for (StageSpec stage : stages) {
      if (stage.kind() != StageKind.ENCODE) {
        chain = true;
        continue;
      }
      if (chain) {
        throw new IllegalArgumentException(
            "stage " + stage.network() + " encodes, so it must come before those that do not");
      }
      if (!roles.add(stage.output())) {
        throw new IllegalArgumentException(
            "stage "
                + stage.network()
                + " encodes to \""
                + stage.output()
                + "\", a name that is taken");
      }
    }
    if (!chain) {
      throw new IllegalArgumentException("stages must hold at least one that makes the sample");
    }
  }

  /** The stages that make the sample: all but those that encode conditions. */
  public List<StageSpec> chain() {
    return stages.stream().filter(stage -> stage.kind() != StageKind.ENCODE).toList();
  }

  public Limits limitsOrDefault() {
    return limits == null ? Limits.DEFAULT : limits;
  }

  /** The condition of that name, if the generator takes it. */
  public Optional<ConditionSpec> condition(String condition) {
    return conditions.stream().filter(c -> c.name().equals(condition)).findFirst();
  }

  /** Whether a request may give some columns of a row. */
  public boolean takesRow() {
    return conditions.stream().anyMatch(c -> c.kind() == ConditionKind.ROW);
  }

  /**
   * True where a request must bring a picture and gets it back restored: the first stage makes one
   * call and has no latent to start from.
   */
  public boolean restores() {
    return stages.get(0).kind() == StageKind.SINGLE_SHOT && stages.get(0).latent() == null;
  }

  /** The stage that can be guided, if any. */
  public Optional<GuidanceSpec> guidance() {
    return stages.stream().flatMap(stage -> Stream.ofNullable(stage.guidance())).findFirst();
  }
}
