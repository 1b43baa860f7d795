array limit_@column@[200]; stats {@data@} using (limit_@column@[int($0) + 1] = {@data@:@column@}, 0) nooutput
