before = 1; earlier = 1e-3; t_rel = 0
stats {@data@} using (now = {@data@:e_train}, t_rel = (now > @level@ || t_rel > 0) ? t_rel : earlier*({@data@:t}/earlier)**(log(before/@level@)/log(before/now)), before = now, earlier = {@data@:t}, 0) nooutput; if (t_rel > 0) { print @x@, t_rel/@scale@ }
