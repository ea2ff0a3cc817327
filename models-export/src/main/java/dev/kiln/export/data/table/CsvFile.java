package dev.kiln.export.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Reads CSV files in UTF-8 whose first line names the columns (RFC 4180). Fields are separated by
 * commas, or by semicolons or tabs where the header line holds more of those.
 */
public final class CsvFile {
  private static final char[] SEPARATORS = {',', ';', '\t'};
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private CsvFile() {}

  /**
   * Reads a file into memory.
   *
   * @throws IOException with one sentence that names the file and the line, what was found and what
   *     was expected
   */
  public static TextTable read(Path file) throws IOException {
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator(file))
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(Files.newBufferedReader(file))) {
      Iterator<CsvRecord> records = reader.iterator();
      if (!records.hasNext()) {
        throw new IOException(file + " is empty; expected a line of column names, then rows");
      }
      List<String> header = header(file, records.next());
      List<List<String>> rows = new ArrayList<>();
      while (records.hasNext()) {
        rows.add(row(file, header, records.next()));
      }
      if (rows.isEmpty()) {
        throw new IOException(file + " names its columns and has no rows");
      }
      return new TextTable(String.valueOf(file.getFileName()), header, rows);
    } catch (CsvParseException e) {
      throw new IOException(file + " is not CSV: " + cause(e), e);
    } catch (CharacterCodingException e) {
      throw notText(file, e);
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof CharacterCodingException
          ? notText(file, e)
          : new IOException(file + " cannot be read: " + cause(e), e);
    }
  }

  private static IOException notText(Path file, Exception cause) {
    return new IOException(file + " is not text in UTF-8", cause);
  }

  private static String cause(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  private static char separator(Path file) throws IOException {
    String first;
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      first = reader.readLine();
    } catch (NoSuchFileException e) {
      throw new IOException("CSV file " + file + " does not exist", e);
    }
    char best = SEPARATORS[0];
    long most = 0;
    for (char separator : SEPARATORS) {
      long count = first == null ? 0 : first.chars().filter(c -> c == separator).count();
      if (count > most) {
        best = separator;
        most = count;
      }
    }
    return best;
  }

  private static List<String> header(Path file, CsvRecord record) throws IOException {
    List<String> header = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (String field : record.getFields()) {
      String name = field.replace(BYTE_ORDER_MARK, "").strip();
      int place = header.size() + 1;
      if (name.isEmpty()) {
        throw new IOException(file + ", line 1: column " + place + " has no name");
      }
      Integer before = places.put(name, place);
      if (before != null) {
        throw new IOException(
            file + ", line 1: columns " + before + " and " + place + " are both called " + name);
      }
      header.add(name);
    }
    return header;
  }

  private static List<String> row(Path file, List<String> header, CsvRecord record)
      throws IOException {
    if (record.getFieldCount() != header.size()) {
      throw new IOException(
          file
              + ", line "
              + record.getStartingLineNumber()
              + ": found "
              + record.getFieldCount()
              + (record.getFieldCount() == 1 ? " field" : " fields")
              + ", expected "
              + header.size()
              + ", as the first line names");
    }
    return record.getFields().stream().map(String::strip).toList();
  }
}
