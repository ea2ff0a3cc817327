package dev.kiln.generation.sampler;

import dev.kiln.generation.message.Sentence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All samplers. Adding one takes a file of its own and one line in the list here. */
public final class Samplers {
  private static final List<Sampler> ALL =
      List.of(
          Ddim.SAMPLER,
          Ddpm.SAMPLER,
          Euler.SAMPLER,
          EulerAncestral.SAMPLER,
          Heun.SAMPLER,
          Dpm2.SAMPLER,
          Dpm2Ancestral.SAMPLER,
          Lms.SAMPLER,
          DpmMultistep.SECOND,
          DpmMultistep.FIRST,
          DpmMultistep.THIRD,
          DpmMultistep.SDE,
          DpmSinglestep.SAMPLER,
          UniPc.SAMPLER,
          Deis.SAMPLER,
          Plms.SAMPLER,
          Ipndm.SAMPLER,
          FlowEuler.SAMPLER,
          FlowHeun.SAMPLER,
          FlowMidpoint.SAMPLER,
          FlowRk4.SAMPLER,
          EdmEuler.SAMPLER,
          EdmDpmMultistep.SAMPLER,
          Lcm.SAMPLER,
          Tcd.SAMPLER,
          Consistency.SAMPLER,
          ScoreSdeVe.SDE,
          ScoreSdeVe.ODE,
          ScoreSdeVp.SDE,
          ScoreSdeVp.ODE,
          Direct.SAMPLER);

  /** More than anybody trained a network for; a bound on what a request can ask. */
  private static final int MAX_STEPS = 10_000;

  private Samplers() {}

  /** What samplers there are. */
  public static List<SamplerInfo> all() {
    return ALL.stream().map(Sampler::info).toList();
  }

  /** The plan of the configuration's own class. */
  public static SamplingPlan plan(SchedulerConfig config, int steps) {
    return plan(config, steps, 1);
  }

  /**
   * The plan of the configuration's own class for a generation that starts from a known sample.
   *
   * @param strength how much of the walk is done: 1 for all, 0 for none (the plan is then empty and
   *     returns the sample as it is)
   */
  public static SamplingPlan plan(SchedulerConfig config, int steps, double strength) {
    return compile(ofClass(config.className()), config, steps, strength);
  }

  /**
   * The plan of a sampler by its short name over the noise schedule and prediction type of a
   * configuration. Within one diffusers class all other settings are kept too; another class has
   * its own defaults. For a flow "euler" means flow-euler, for EDM edm-euler, and so on.
   *
   * @throws IllegalArgumentException if there is no such sampler, it does not fit the
   *     configuration, or steps is out of range
   */
  public static SamplingPlan plan(String sampler, SchedulerConfig base, int steps) {
    return plan(sampler, base, steps, 1);
  }

  /** As above, for a generation that starts from a known sample. */
  public static SamplingPlan plan(
      String sampler, SchedulerConfig base, int steps, double strength) {
    return plan(sampler, base, steps, strength, Map.of());
  }

  /**
   * As above, with settings of the sampler: configuration fields, and what diffusers takes as
   * arguments of set_timesteps and step (eta, timesteps, sigmas, mu, s_churn ...).
   */
  public static SamplingPlan plan(
      String sampler, SchedulerConfig base, int steps, double strength, Map<String, ?> settings) {
    Sampler own = ofClass(base.className());
    List<String> known = ALL.stream().map(s -> s.info().name()).toList();
    Sampler wanted = named(Families.within(own, sampler.toLowerCase(Locale.ROOT), known));
    SchedulerConfig config = Families.carry(own, wanted, base.with(settings)).with(settings);
    return compile(wanted, config, steps, strength);
  }

  /** The fields that a sampler honours, in alphabetical order. */
  public static List<String> settings(String sampler) {
    return named(sampler.toLowerCase(Locale.ROOT)).fields().keySet().stream().sorted().toList();
  }

  /**
   * A configuration with what its class takes for granted written out, for those who read single
   * fields, such as a training that goes on from a network.
   */
  public static SchedulerConfig filled(SchedulerConfig config) {
    Map<String, Object> fields = new HashMap<>(ofClass(config.className()).fields());
    fields.values().removeIf(value -> value == Fields.NONE);
    return SchedulerConfig.parse(fields).with(config.fields());
  }

  /** The plan of a generator or decoder that is called once: its output is the sample. */
  public static SamplingPlan direct() {
    return Direct.plan(SchedulerConfig.parse(Map.of()), 1, 0);
  }

  /** Fields of a configuration that its sampler does not know and that change no number here. */
  public static List<String> warnings(SchedulerConfig config) {
    Sampler sampler = ofClass(config.className());
    List<String> warnings = new ArrayList<>();
    for (String name : config.fields().keySet()) {
      if (!name.startsWith("_") && !sampler.fields().containsKey(name)) {
        warnings.add("\"" + name + "\" is not a field of " + config.className() + ", ignored");
      }
    }
    return List.copyOf(warnings);
  }

  private static SamplingPlan compile(
      Sampler sampler, SchedulerConfig config, int steps, double strength) {
    if (steps < 1 || steps > MAX_STEPS) {
      throw new IllegalArgumentException("steps must be 1 to " + MAX_STEPS + ", was " + steps);
    }
    if (!(strength >= 0 && strength <= 1)) {
      throw new IllegalArgumentException("strength must be between 0 and 1, was " + strength);
    }
    int begin = steps - walked(steps, strength);
    return sampler.compiler().plan(config.withDefaults(sampler.fields()), steps, begin);
  }

  /** How many of the steps a generation walks that starts from a known sample. */
  public static int walked(int steps, double strength) {
    return strength == 0 ? 0 : Math.max(1, (int) (steps * strength));
  }

  private static Sampler ofClass(String className) {
    return ALL.stream()
        .filter(s -> s.info().diffusersClass().equals(className))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scheduler class "
                        + className
                        + " is not known; nearest: "
                        + nearest(
                            className, ALL.stream().map(s -> s.info().diffusersClass()).toList())));
  }

  /** Longer than any name; what stands behind it makes a name unknown, and comparing it slow. */
  private static final int LONGEST_NAME = 64;

  private static Sampler named(String name) {
    String wanted =
        name.substring(0, Math.min(LONGEST_NAME, name.length())).toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(s -> s.info().name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no sampler "
                        + Sentence.quoted(name)
                        + "; nearest: "
                        + nearest(wanted, ALL.stream().map(s -> s.info().name()).toList())));
  }

  private static String nearest(String wanted, List<String> names) {
    List<String> sorted = new ArrayList<>(names);
    sorted.removeIf(String::isEmpty);
    sorted.sort(Comparator.comparingInt(n -> distance(wanted, n)));
    return String.join(", ", sorted.subList(0, Math.min(3, sorted.size())));
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
