"""The break-even map of a machine: for which length of task and which size of data which family of strategies wins."""
