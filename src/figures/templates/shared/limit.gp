array limit_@column@[200]; stats {early-limit} using (limit_@column@[int($0) + 1] = {early-limit:@column@}, 0) nooutput
