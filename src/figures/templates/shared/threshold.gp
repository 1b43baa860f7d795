G = 0
stats {@data@} using (G = {@data@:estimate}, 0) nooutput
