# Numbers for tests/oracles/test_control_charts.py: Rscript tests/oracles/control_charts.R (from the repository's root).
# Needs base R alone; writes tests/oracles/control_charts.json. Written from the papers, not from the product:
# p and p' charts (Laney 2002), XmR with screened moving ranges (Nelson 1982), funnel with winsorised phi and additive
# tau^2 (Spiegelhalter 2005). The first XmR set is the example of NHSRplotthedots (test-ptd_spc_standard.R), whose
# published limits are -3.01, 0.142 and 3.29.
number <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ", "), "]")
object <- function(pairs) paste0("{", paste0('"', names(pairs), '": ', unlist(pairs), collapse = ",\n "), "}")

screened <- function(v) {
  mr <- abs(diff(v))
  mean(mr[mr <= 3.267 * mean(mr)])
}

xmr <- function(v) {
  reach <- 2.66 * screened(v)
  object(list(points = number(v), centre = number(mean(v)), lower = number(mean(v) - reach), upper = number(mean(v) + reach)))
}

laney <- function(dropped, n) {
  centre <- sum(dropped) / sum(n)
  s <- sqrt(centre * (1 - centre) / n)
  z <- (dropped / n - centre) / s
  width <- 3 * s * max(1, screened(z) / 1.128)
  object(list(dropped = number(dropped), n = number(n), centre = number(centre), sigma_z = number(screened(z) / 1.128),
              lower = number(centre - width), upper = number(centre + width)))
}

funnel <- function(dropped, n) {
  centre <- sum(dropped) / sum(n)
  p <- dropped / n
  s <- sqrt(centre * (1 - centre) / n)
  z <- (p - centre) / s
  q <- quantile(z, c(0.1, 0.9), type = 7)
  zw <- pmin(pmax(z, q[1]), q[2])
  phi <- mean(zw^2)
  w <- 1 / s^2
  count <- length(p)
  tau2 <- max(0, (count * phi - (count - 1)) / (sum(w) - sum(w^2) / sum(w)))
  total <- sqrt(s^2 + tau2)
  object(list(dropped = number(dropped), n = number(n), centre = number(centre), phi = number(phi), tau = number(sqrt(tau2)),
              lower_95 = number(pmax(0, centre - qnorm(0.975) * total)), upper_95 = number(pmin(1, centre + qnorm(0.975) * total)),
              lower_998 = number(pmax(0, centre - qnorm(0.999) * total)), upper_998 = number(pmin(1, centre + qnorm(0.999) * total))))
}

set.seed(123)
published <- rnorm(20)
with_outlier <- published
with_outlier[15] <- 10
set.seed(7)
n <- 30 + rpois(40, 25)
calm <- rbinom(40, n, 0.3)
wild <- rbinom(40, n, pmin(0.95, pmax(0.02, rnorm(40, 0.3, 0.15))))
units <- c(12, 40, 55, 90, 130, 210, 300, 420, 610, 640)
alike <- rbinom(10, units, 0.3)
apart <- rbinom(10, units, c(0.3, 0.5, 0.2, 0.3, 0.45, 0.28, 0.3, 0.25, 0.4, 0.3))
writeLines(object(list(
  published = xmr(published), with_outlier = xmr(with_outlier), calm = laney(calm, n), wild = laney(wild, n),
  alike = funnel(alike, units), apart = funnel(apart, units)
)), "tests/oracles/control_charts.json")
