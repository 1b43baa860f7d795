t_rel = 0; stats {@data@} using (t_rel = ({@data@:e_train} > 1e-4 ? {@data@:t} : t_rel), 0) nooutput; print @alpha@, t_rel
