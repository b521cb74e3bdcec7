# Numbers for tests/oracles/test_doors.py: Rscript tests/oracles/doors.R (from the repository's root; R with survival).
# Wilson's interval by prop.test without correction, and referrals (what came first) by survfit of a factor.
suppressMessages(library(survival))
number <- function(x) if (length(x) == 0 || is.na(x)) "null" else sprintf("%.17g", x)
row <- function(x) paste0("[", paste(sapply(x, number), collapse = ", "), "]")

counts <- rbind(c(0, 7), c(7, 7), c(1, 9), c(16, 179), c(640, 2881), c(3, 1000), c(999, 1000), c(50, 100))
wilson <- apply(counts, 1, function(one) {
  limits <- suppressWarnings(prop.test(one[1], one[2], correct = FALSE)$conf.int)
  row(c(one, limits))
})

data <- read.csv("tests/oracles/referrals.csv", colClasses = c("numeric", "character"), na.strings = character())
data$status <- as.integer(data$came != "")
data$cause <- factor(data$came, levels = c("", "started", "other"))
windows <- c(0, 30, 90)
all <- summary(survfit(Surv(time_days, status) ~ 1, data, conf.type = "log-log"), times = windows, extend = TRUE)
causes <- summary(survfit(Surv(time_days, cause) ~ 1, data), times = windows, extend = TRUE)
referrals <- sapply(seq_along(windows), function(i) {
  row(c(windows[i], all$surv[i], all$lower[i], all$upper[i], causes$pstate[i, 2], causes$pstate[i, 3]))
})
lists <- function(rows) paste0("[\n    ", paste(rows, collapse = ",\n    "), "\n  ]")
versions <- paste0('{"R": "', getRversion(), '", "survival": "', packageVersion("survival"), '"}')
text <- paste0('{\n  "versions": ', versions, ',\n  "wilson": ', lists(wilson), ',\n  "referrals": ', lists(referrals), "\n}")
writeLines(text, "tests/oracles/doors.json")
