package dev.kiln.export.data.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which pictures a folder holds.
 *
 * @param files the picture files, sorted
 * @param labels the label of each
 * @param classes what the labels are called; empty if there are none
 * @param remarks what a person should know, one sentence each
 */
record Listing(List<Path> files, List<Integer> labels, List<String> classes, List<String> remarks) {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** Lists a folder; an error is one sentence. */
  static Listing of(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      throw new IOException("the folder " + directory + " does not exist");
    }
    if (!Files.isDirectory(directory)) {
      throw new IOException(directory + " is a file; folder: takes a folder of pictures");
    }
    List<Path> folders = entries(directory).stream().filter(Files::isDirectory).toList();
    List<Path> loose = entries(directory).stream().filter(PictureFile::isPicture).toList();
    if (folders.isEmpty()) {
      return flat(directory, loose);
    }
    if (!loose.isEmpty()) {
      throw new IOException(
          directory
              + " holds folders and pictures side by side, such as "
              + loose.get(0).getFileName()
              + "; put every picture into the folder of its class, or have no folders");
    }
    return classes(directory, folders);
  }

  private static Listing flat(Path directory, List<Path> pictures) throws IOException {
    if (pictures.isEmpty()) {
      throw new IOException("there is no PNG or JPEG file in " + directory);
    }
    return new Listing(pictures, pictures.stream().map(p -> 0).toList(), List.of(), List.of());
  }

  private static Listing classes(Path directory, List<Path> folders) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (Path folder : folders) {
      List<Path> inside;
      try (Stream<Path> walk = Files.walk(folder)) {
        inside = walk.filter(Files::isRegularFile).filter(PictureFile::isPicture).sorted().toList();
      }
      String name = name(folder);
      if (inside.isEmpty()) {
        remarks.add(
            "the folder " + name + " in " + directory + " has no pictures; no class for it");
        continue;
      }
      for (Path file : inside) {
        files.add(file);
        labels.add(classes.size());
      }
      classes.add(name);
    }
    if (files.isEmpty()) {
      throw new IOException("there is no PNG or JPEG file in " + directory + " or its folders");
    }
    return new Listing(files, labels, classes, remarks);
  }

  /**
   * What lies in a folder, without hidden files; by number where all names are numbers, so that 10
   * comes after 9, else by name.
   */
  private static List<Path> entries(Path directory) throws IOException {
    List<Path> entries;
    try (Stream<Path> files = Files.list(directory)) {
      entries = files.filter(f -> !name(f).startsWith(".")).sorted().toList();
    }
    return entries.stream().allMatch(f -> NUMBER.matcher(name(f)).matches())
        ? entries.stream().sorted(Comparator.comparing(f -> Integer.parseInt(name(f)))).toList()
        : entries;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
