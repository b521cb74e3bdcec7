# Wilson's interval as base R gives it: prop.test without a continuity correction. Writes wilson.json beside itself.
# Run: Rscript tests/oracles/wilson.R
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
cases <- rbind(c(0, 1), c(1, 1), c(0, 7), c(7, 7), c(3, 10), c(1, 40), c(29, 208), c(76, 452), c(500, 1001), c(1, 100000))
rows <- apply(cases, 1, function(case) {
  ends <- suppressWarnings(prop.test(case[1], case[2], correct = FALSE))$conf.int
  sprintf('  {"count": %d, "total": %d, "lower": %.15g, "upper": %.15g}', case[1], case[2], ends[1], ends[2])
})
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), file.path(here, "wilson.json"))
