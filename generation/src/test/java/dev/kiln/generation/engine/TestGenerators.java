package dev.kiln.generation.engine;

import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.network.TinyOnnx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Generator directories with tiny but real ONNX networks: {@code tiny-ddpm} (guided, labels 0 to 9,
 * 4x4 pixels) and {@code tiny-gan} (one step); where asked, {@code tiny-latent} (a denoiser of 2x2
 * latents and their decoder) and {@code tiny-restorer} (a picture to a picture).
 */
public final class TestGenerators {

  private TestGenerators() {}

  /** Writes both below {@code models} and returns it. */
  public static Path write(Path models) {
    write(models, "tiny-ddpm", "denoiser.onnx", TinyOnnx.denoiser(4), DDPM);
    write(models, "tiny-gan", "generator.onnx", TinyOnnx.generator(), GAN);
    return models;
  }

  /** Writes tiny-latent below {@code models}. */
  public static void writeLatent(Path models) {
    String card = LATENT.replace("%d", Sha256.hex(TinyOnnx.decoder()));
    Path directory = write(models, "tiny-latent", "denoiser.onnx", TinyOnnx.denoiser(2), card);
    try {
      Files.write(directory.resolve("decoder.onnx"), TinyOnnx.decoder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes tiny-restorer below {@code models}. */
  public static void writeRestorer(Path models) {
    write(models, "tiny-restorer", "autoencoder.onnx", TinyOnnx.restorer(), RESTORER);
  }

  /** Writes tiny-rows and tiny-rows-in-one, which make rows of the same four columns. */
  public static Path writeRows(Path models) {
    write(models, "tiny-rows", "denoiser.onnx", TinyOnnx.rowDenoiser(8), ROWS);
    write(models, "tiny-rows-in-one", "generator.onnx", TinyOnnx.rowGenerator(8), ROWS_IN_ONE);
    return models;
  }

  /** Writes one generator; the card's text may use %s for the hash of its network. */
  public static Path write(Path models, String name, String file, byte[] network, String card) {
    try {
      Path directory = Files.createDirectories(models.resolve(name).resolve("1"));
      Files.write(directory.resolve(file), network);
      Files.writeString(
          directory.resolve("generator.json"),
          card.replace("%s", Sha256.hex(network)),
          StandardCharsets.UTF_8);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes {@code tiny-text}: guided, 4x4 pixels, with a prompt of up to two of the words big,
   * small, red and blue.
   */
  public static Path writePrompted(Path models) {
    return writePrompted(models, WORDS, PROMPTED);
  }

  /** Writes it with another vocabulary or card. */
  public static Path writePrompted(Path models, String words, String card) {
    try {
      Path directory = Files.createDirectories(models.resolve("tiny-text").resolve("1"));
      Files.writeString(directory.resolve("words.txt"), words);
      Files.write(directory.resolve("encoder.onnx"), TinyOnnx.textEncoder());
      Files.write(directory.resolve("denoiser.onnx"), TinyOnnx.promptedDenoiser());
      Files.writeString(
          directory.resolve("generator.json"),
          card.replace("%words", Sha256.hex(words.getBytes(StandardCharsets.UTF_8)))
              .replace("%encoder", Sha256.hex(TinyOnnx.textEncoder()))
              .replace("%denoiser", Sha256.hex(TinyOnnx.promptedDenoiser())));
      return models;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The vocabulary of tiny-text. */
  public static final String WORDS = "<pad>\n<start>\n<end>\nbig\nsmall\nred\nblue\n";

  /** The card of tiny-text. */
  public static final String PROMPTED =
      """
      {"name": "tiny-text", "version": "1", "family": "diffusion",
       "sample": {"kind": "image", "shape": [1, 4, 4], "range": [-1, 1]},
       "conditions": [{"name": "prompt", "kind": "text", "required": true,
         "text": {"tokenizer": "words", "vocabulary": "words.txt", "length": 4,
           "pad": "<pad>", "start": "<start>", "end": "<end>",
           "examples": ["big red", "small blue"]}}],
       "stages": [
         {"kind": "encode", "network": "encoder.onnx",
          "inputs": {"prompt": "tokens"}, "output": "text", "scheduler": null},
         {"kind": "denoise", "network": "denoiser.onnx",
          "inputs": {"sample": "x", "timestep": "t", "text": "text"},
          "output": "v", "prediction": "v",
          "scheduler": {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000,
            "beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction",
            "clip_sample": false, "set_alpha_to_one": true, "timestep_spacing": "trailing"},
          "guidance": {"kind": "classifier-free", "max": 20.0}}],
       "defaults": {"sampler": "ddim", "steps": 10, "guidance": 2.0},
       "files": {"words.txt": "%words", "encoder.onnx": "%encoder", "denoiser.onnx": "%denoiser"}}
      """;

  /** The card of tiny-ddpm. */
  public static final String DDPM =
      """
      {"name": "tiny-ddpm", "version": "1", "family": "diffusion",
       "sample": {"kind": "image", "shape": [1, 4, 4], "range": [-1, 1]},
       "conditions": [{"name": "label", "kind": "label", "required": true,
         "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]}],
       "stages": [{"kind": "denoise", "network": "denoiser.onnx",
         "inputs": {"sample": "x", "timestep": "t", "label": "label"},
         "output": "v", "prediction": "v",
         "scheduler": {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000,
           "beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction",
           "clip_sample": true, "set_alpha_to_one": true, "timestep_spacing": "trailing"},
         "guidance": {"kind": "classifier-free", "nullLabel": 10, "max": 20.0}}],
       "defaults": {"sampler": "ddim", "steps": 10, "guidance": 2.0},
       "limits": {"maxSteps": 1000, "maxCount": 1000},
       "files": {"denoiser.onnx": "%s"}}
      """;

  /** The card of tiny-gan. */
  public static final String GAN =
      """
      {"name": "tiny-gan", "version": "1", "family": "gan",
       "sample": {"kind": "image", "shape": [1, 4, 4], "range": [-1, 1]},
       "conditions": [{"name": "label", "kind": "label", "required": true,
         "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]}],
       "stages": [{"kind": "single-shot", "network": "generator.onnx",
         "inputs": {"latent": "z", "label": "label"}, "latent": {"shape": [16]},
         "output": "sample", "prediction": "direct"}],
       "defaults": {"sampler": "direct", "steps": 1},
       "files": {"generator.onnx": "%s"}}
      """;

  /** The card of tiny-latent; %d stands for the hash of its decoder. */
  public static final String LATENT =
      """
      {"name": "tiny-latent", "version": "1", "family": "latent-diffusion",
       "sample": {"kind": "image", "shape": [1, 4, 4], "range": [-1, 1]},
       "conditions": [{"name": "label", "kind": "label", "required": true,
         "classes": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]}],
       "stages": [
        {"kind": "denoise", "network": "denoiser.onnx",
         "inputs": {"sample": "x", "timestep": "t", "label": "label"},
         "output": "v", "prediction": "v",
         "scheduler": {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000,
           "beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction",
           "clip_sample": false, "set_alpha_to_one": true, "timestep_spacing": "trailing"},
         "guidance": {"kind": "classifier-free", "nullLabel": 10, "max": 20.0}},
        {"kind": "single-shot", "network": "decoder.onnx", "inputs": {"sample": "z"},
         "output": "sample", "prediction": "direct"}],
       "defaults": {"sampler": "ddim", "steps": 10, "guidance": 2.0},
       "files": {"denoiser.onnx": "%s", "decoder.onnx": "%d"}}
      """;

  /** The card of tiny-restorer. */
  public static final String RESTORER =
      """
      {"name": "tiny-restorer", "version": "1", "family": "autoencoder",
       "sample": {"kind": "image", "shape": [1, 4, 4], "range": [-1, 1]},
       "stages": [{"kind": "single-shot", "network": "autoencoder.onnx",
         "inputs": {"sample": "x"}, "output": "restored", "prediction": "direct"}],
       "defaults": {"sampler": "direct", "steps": 1},
       "files": {"autoencoder.onnx": "%s"}}
      """;

  private static final String COLUMNS =
      """
      "sample": {"kind": "row", "shape": [8], "range": [-3, 3], "columns": [
        {"name": "age", "type": "integer", "nullable": true, "knots": [18, 30, 41, 90]},
        {"name": "spend", "type": "real", "nullable": false, "decimals": 2,
         "knots": [0, 0, 0, 12.5, 40, 99.99, 1250.75]},
        {"name": "plan", "type": "categorical", "nullable": true, "categories": ["free", "basic", "pro"]},
        {"name": "churned", "type": "boolean", "nullable": false}]},
      "conditions": [{"name": "row", "kind": "row", "required": false}],
      """;

  /** The card of tiny-rows. */
  public static final String ROWS =
      """
      {"name": "tiny-rows", "version": "1", "family": "diffusion",
      """
          + COLUMNS
          + """
       "stages": [{"kind": "denoise", "network": "denoiser.onnx",
         "inputs": {"sample": "x", "timestep": "t"},
         "output": "v", "prediction": "v",
         "scheduler": {"_class_name": "DDIMScheduler", "num_train_timesteps": 1000,
           "beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction",
           "clip_sample": false, "set_alpha_to_one": true, "timestep_spacing": "trailing"}}],
       "defaults": {"sampler": "ddim", "steps": 6},
       "files": {"denoiser.onnx": "%s"}}
      """;

  /** The card of tiny-rows-in-one. */
  public static final String ROWS_IN_ONE =
      """
      {"name": "tiny-rows-in-one", "version": "1", "family": "vae",
      """
          + COLUMNS
          + """
       "stages": [{"kind": "single-shot", "network": "generator.onnx",
         "inputs": {"latent": "z", "known": "known", "mask": "mask"}, "latent": {"shape": [8]},
         "output": "sample", "prediction": "direct"}],
       "defaults": {"sampler": "direct", "steps": 1},
       "files": {"generator.onnx": "%s"}}
      """;
}
