# pscl::ideal on yes (1) against abstention and no (0): Rscript pscl_ideal.R VOTES.csv OUT.csv SWEEPS
# VOTES.csv holds one row a state and one column a roll call, without a header; empty where no vote was seen.
args <- commandArgs(trailingOnly = TRUE)
votes <- as.matrix(read.csv(args[1], header = FALSE))
dimnames(votes) <- list(paste0("s", seq_len(nrow(votes))), paste0("v", seq_len(ncol(votes))))
sweeps <- as.integer(args[3])
suppressMessages(library(pscl))
calls <- rollcall(votes, yea = 1, nay = 0, missing = NA, notInLegis = NULL, legis.names = rownames(votes))
start <- proc.time()
set.seed(1)
fit <- suppressMessages(ideal(calls, d = 1, maxiter = sweeps, burnin = sweeps / 2, thin = max(1, sweeps / 20),
  dropList = list(codes = NULL, lop = 0), normalize = FALSE, store.item = TRUE, verbose = FALSE))
used <- proc.time() - start
x <- fit$xbar[, 1]
beta <- fit$betabar
chance <- pnorm(outer(x, beta[, 1]) - matrix(beta[, 2], length(x), nrow(beta), byrow = TRUE))
kept <- match(rownames(beta), paste0("Vote ", seq_len(ncol(votes))))
if (all(is.na(kept))) kept <- match(rownames(beta), colnames(votes))
out <- matrix(NA_real_, nrow(votes), ncol(votes))
out[, kept] <- chance
write.table(out, args[2], sep = ",", row.names = FALSE, col.names = FALSE, na = "")
cat(sprintf("{\"cpu\": %.3f}\n", used[["user.self"]] + used[["sys.self"]]))
