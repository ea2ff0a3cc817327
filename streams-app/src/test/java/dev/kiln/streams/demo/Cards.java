package dev.kiln.streams.demo;

import dev.kiln.generation.card.CardJson;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.TestGenerators;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The cards of the tiny generators, without their networks. */
final class Cards {

  static final GeneratorCard DDPM = card(TestGenerators.DDPM);
  static final GeneratorCard GAN = card(TestGenerators.GAN);

  /** A denoiser that takes few steps, as a distilled one does. */
  static final GeneratorCard FEW_STEPS =
      card(
          TestGenerators.DDPM
              .replace("\"steps\": 10", "\"steps\": 1")
              .replace("\"maxSteps\": 1000", "\"maxSteps\": 3"));

  /** One that takes a prompt. */
  static final GeneratorCard PROMPTED =
      card(TestGenerators.PROMPTED.replaceAll("%(words|encoder|denoiser)", "%s"));

  static final List<GeneratorCard> BOTH = List.of(DDPM, GAN);

  private Cards() {}

  private static GeneratorCard card(String json) {
    try {
      return CardJson.read(json.replace("%s", "0".repeat(64)).getBytes(StandardCharsets.UTF_8));
    } catch (DamagedGeneratorException e) {
      throw new IllegalStateException(e);
    }
  }
}
