# Numbers for tests/oracles/test_oracles.py: Rscript tests/oracles/survival.R (from the repository's root).
# Needs R with survival and cmprsk (Debian: r-base-core, r-cran-survival, r-cran-cmprsk); writes tests/oracles/numbers.json.
# Per data set and window: Kaplan-Meier with log(-log) interval, the same with persons as clusters (robust = TRUE),
# Aalen-Johansen by survfit of a factor, points by cmprsk::cuminc, and the exact binomial interval where a share is 0 or 1.
suppressMessages({library(survival); library(cmprsk)})

folder <- "tests/oracles"
windows <- c(30, 90, 180)

number <- function(x) if (length(x) == 0 || is.na(x)) "null" else sprintf("%.17g", x)
object <- function(pairs) paste0("{", paste0('"', names(pairs), '": ', unlist(pairs), collapse = ", "), "}")

exact <- function(share, base) {
  if (base == 0 || (share > 1e-12 && share < 1 - 1e-12)) return(list(exact_lower = "null", exact_upper = "null"))
  limits <- binom.test(if (share < 0.5) 0 else base, base)$conf.int
  list(exact_lower = number(limits[1]), exact_upper = number(limits[2]))
}

destination <- function(fit, points, column, row, window, base) {
  object(c(
    list(share = number(fit$pstate[row, column]), std_err = number(fit$std.err[row, column]),
         lower = number(fit$lower[row, column]), upper = number(fit$upper[row, column]), cuminc = number(points[column - 1, row])),
    exact(fit$pstate[row, column], base)
  ))
}

window_numbers <- function(data, kinds, row, all, clustered, causes, points) {
  window <- windows[row]
  base <- sum(data$time_days >= window | data$status == 1)
  shares <- if (length(kinds) == 0) "{}" else object(setNames(
    lapply(seq_along(kinds), function(k) destination(causes, points, k + 1, row, window, base)), kinds))
  # summary(extend = TRUE) repeats the last row beyond the data: who is at risk there is counted from the data.
  object(c(
    list(at_risk = number(sum(data$time_days >= window)), decided = number(base), drop_off = number(all$surv[row]),
         std_err = number(all$std.err[row]), lower = number(all$lower[row]), upper = number(all$upper[row]),
         clustered_std_err = number(clustered$std.err[row]), clustered_lower = number(clustered$lower[row]),
         clustered_upper = number(clustered$upper[row])),
    exact(all$surv[row], base), list(to = shares)
  ))
}

set_numbers <- function(path) {
  data <- read.csv(path, colClasses = c("numeric", "character", "character"), na.strings = character())
  data$status <- as.integer(data$followed_by != "")
  kinds <- sort(unique(data$followed_by[data$status == 1]))
  at <- function(fit) summary(fit, times = windows, extend = TRUE)
  all <- at(survfit(Surv(time_days, status) ~ 1, data, conf.type = "log-log"))
  clustered <- at(survfit(Surv(time_days, status) ~ 1, data, id = person, robust = TRUE, conf.type = "log-log"))
  causes <- points <- NULL
  if (length(kinds) > 0) {
    data$cause <- factor(data$followed_by, levels = c("", kinds))
    causes <- at(survfit(Surv(time_days, cause) ~ 1, data, conf.type = "log-log"))
    curves <- cuminc(data$time_days, as.integer(data$cause) - 1)
    # cuminc knows nothing past the last exit, where its curve stands still.
    points <- sapply(windows, function(window) timepoints(curves, min(window, max(data$time_days)))$est)
    points <- matrix(points, nrow = length(kinds))
  }
  rows <- lapply(seq_along(windows), function(row) window_numbers(data, kinds, row, all, clustered, causes, points))
  object(setNames(rows, windows))
}

paths <- sort(list.files(file.path(folder, "sets"), pattern = "[.]csv$", full.names = TRUE))
versions <- object(list(R = paste0('"', getRversion(), '"'), survival = paste0('"', packageVersion("survival"), '"'),
                        cmprsk = paste0('"', packageVersion("cmprsk"), '"')))
sets <- setNames(lapply(paths, set_numbers), sub("[.]csv$", "", basename(paths)))
text <- object(list(versions = versions, sets = paste0("{\n", paste0('"', names(sets), '": ', sets, collapse = ",\n"), "\n}")))
writeLines(text, file.path(folder, "numbers.json"))
