package dev.kiln.generation.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.NetworkLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Profiles on disk, one file for each network on each device and runtime, so that a restart does
 * not measure again. A file that cannot be read is measured anew; one that cannot be written is
 * measured at the next start. Safe for many threads and processes.
 */
public final class ProfileCache {

  private static final Logger LOG = LoggerFactory.getLogger(ProfileCache.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;

  /**
   * @param directory where the files are; made when it is needed
   */
  public ProfileCache(Path directory) {
    this.directory = directory;
  }

  /**
   * The profile of a network, measured unless it is known.
   *
   * @param name what to call it in messages
   * @param bytes its file
   * @param mostRows more rows a call are not tried
   * @throws NetworkException when it has to be measured and cannot be called
   */
  public CallProfile profile(NetworkLoader loader, String name, byte[] bytes, int mostRows)
      throws NetworkException {
    String what = Sha256.hex(bytes) + " on " + loader.runtime() + ", up to " + mostRows;
    Path file =
        directory.resolve(
            Sha256.hex(what.getBytes(StandardCharsets.UTF_8)).substring(0, 32) + ".json");
    try {
      return JSON.readValue(Files.readAllBytes(file), CallProfile.class);
    } catch (NoSuchFileException e) {
      LOG.debug("{} was not measured before.", name);
    } catch (IOException e) {
      LOG.warn("{} cannot be read; {} is measured again: {}", file, name, e.getMessage());
    }
    long began = System.nanoTime();
    CallProfile measured = new Profiler(loader, mostRows).profile(name, bytes);
    CallShape best = measured.best();
    LOG.info(
        "{} is called {} at a time with {} threads and up to {} rows each ({} while there is"
            + " little to do), alone with {} threads, as measured in {} s.",
        name,
        best.callers(),
        best.threads(),
        best.rows(),
        best.rowsAtEase(),
        best.threadsAlone(),
        (System.nanoTime() - began) / 1_000_000_000);
    write(file, measured);
    return measured;
  }

  private void write(Path file, CallProfile profile) {
    try {
      Files.createDirectories(directory);
      Path whole = Files.createTempFile(directory, "profile", ".tmp");
      Files.write(whole, JSON.writeValueAsBytes(profile));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a profile is always JSON", e);
    } catch (IOException e) {
      LOG.warn("{} cannot be written, so it is measured again next time: {}", file, e.getMessage());
    }
  }
}
